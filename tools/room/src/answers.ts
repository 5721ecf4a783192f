// Before check("NAME") runs, the kernel is told what stands in the answer at this moment.
//
// What the kernel remembers may be older than what the learner sees. The browser has both, so it
// sends the text of the cell NAME-answer ahead; solidarity.check keeps it for the verdict.

import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICellModel } from '@jupyterlab/cells';
import {
  INotebookModel,
  INotebookTracker,
  NotebookActions
} from '@jupyterlab/notebook';

const CHECK = /^\s*check\(\s*(["'])([^"'\\]+)\1\s*\)\s*(#.*)?$/;

export const answers: JupyterFrontEndPlugin<void> = {
  id: 'solidarity-room:answers',
  description: 'A check knows what stands in its answer.',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_: JupyterFrontEnd, notebooks: INotebookTracker) => {
    // The signal comes just before the cell's own request, and a kernel keeps the order.
    NotebookActions.executionScheduled.connect((_, { notebook, cell }) => {
      const name = cell.model.sharedModel.getSource().match(CHECK)?.[2];
      const answer = name && notebook.model && answerTo(name, notebook.model);
      const panel = notebooks.find(panel => panel.content === notebook);
      const kernel = panel?.sessionContext.session?.kernel;
      if (!answer || !kernel) {
        return;
      }
      const request = kernel.requestExecute({
        code: stands(name, answer),
        silent: true,
        store_history: false,
        allow_stdin: false,
        stop_on_error: false
      });
      // A kernel that is stopped meanwhile gives no answer: then the check has none either.
      request.done.catch(() => undefined);
    });
  }
};

/** The cell with the answer; of a duplicated one the last, which also counts in grading. */
function answerTo(name: string, notebook: INotebookModel): ICellModel | null {
  let found: ICellModel | null = null;
  for (const cell of notebook.cells) {
    const { grade_id } = cell.getMetadata('nbgrader') ?? {};
    found = grade_id === `${name}-answer` ? cell : found;
  }
  return found;
}

/** The line of Python that hands an answer over. A JSON string is a Python string too. */
function stands(name: string, answer: ICellModel): string {
  const given = [name, answer.id, answer.sharedModel.getSource()];
  const literals = given.map(text => JSON.stringify(text)).join(', ');
  return `__import__("solidarity.check.runs", fromlist=["runs"]).stands(${literals})`;
}
