// Before check("NAME") runs, the kernel is told what stands in the answer at this moment.
//
// What the kernel remembers may be older than what the learner sees. The browser has both, so it
// sends the text of the cell NAME-answer ahead; solidarity.check keeps it for the verdict.

import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICellModel } from '@jupyterlab/cells';
import { INotebookTracker, NotebookActions } from '@jupyterlab/notebook';

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
      const cells = notebook.model?.cells;
      const answer = name && cells && answerTo(name, [...cells]);
      const panel = notebooks.find(panel => panel.content === notebook);
      const kernel = panel?.sessionContext.session?.kernel;
      if (!answer || !kernel) {
        return;
      }
      const request = kernel.requestExecute({
        code: stands(name, answer, above(cell.model, [...cells])),
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
function answerTo(name: string, cells: ICellModel[]): ICellModel | undefined {
  const wanted = `${name}-answer`;
  return cells
    .filter(cell => cell.getMetadata('nbgrader')?.grade_id === wanted)
    .pop();
}

/** The code cells above a check: what they give counts in grading too. */
function above(check: ICellModel, cells: ICellModel[]): string[] {
  return cells
    .slice(0, cells.indexOf(check))
    .filter(cell => cell.type === 'code')
    .map(cell => cell.id);
}

/** The line of Python that hands an answer over. JSON of strings and lists is Python too. */
function stands(name: string, answer: ICellModel, above: string[]): string {
  const given = [name, answer.id, answer.sharedModel.getSource(), above];
  const literals = given.map(part => JSON.stringify(part)).join(', ');
  return `__import__("solidarity.check", fromlist=["stands"]).stands(${literals})`;
}
