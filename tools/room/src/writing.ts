// Whoever double-clicks a text can write in it at once.
//
// JupyterLab opens the text but stays in command mode, where letters are commands: they cut cells
// and change their kind. The other half of the cure is schema/writing.json, which takes the
// commands away from the letters.

import {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { MarkdownCell } from '@jupyterlab/cells';
import { INotebookTracker, Notebook } from '@jupyterlab/notebook';

/** What stands in an answer that nobody has written yet; the same as in nbgrader_config.py. */
const NOT_WRITTEN = '*Write your answer here.*';

export const writing: JupyterFrontEndPlugin<void> = {
  id: 'solidarity-room:writing',
  description: 'A double click on a text puts the caret into it.',
  autoStart: true,
  requires: [INotebookTracker],
  activate: (_: JupyterFrontEnd, notebooks: INotebookTracker) => {
    notebooks.widgetAdded.connect((_, panel) => {
      panel.content.node.addEventListener('dblclick', event => {
        // Asked now: the text that was clicked leaves the page when it is opened.
        const clicked = event.composedPath();
        // Done later: in Notebook 7 this listener comes before the one that opens the text.
        setTimeout(() => beginToWrite(panel.content, clicked));
      });
    });
  }
};

function beginToWrite(notebook: Notebook, clicked: EventTarget[]): void {
  const cell = notebook.activeCell;
  // A text stays closed where it is locked, or where only the arrow beside a heading was hit.
  const opened = cell instanceof MarkdownCell && !cell.rendered;
  if (!opened || !clicked.includes(cell.node) || notebook.mode === 'edit') {
    return;
  }
  notebook.mode = 'edit';
  const { editor } = cell;
  const text = cell.model.sharedModel.getSource();
  const end = editor?.getPositionAt(text.length);
  if (!editor || !end) {
    return;
  }
  // What is typed first takes the place of the request to write.
  const start = text.trim() === NOT_WRITTEN ? { line: 0, column: 0 } : end;
  editor.setSelection({ start, end });
}
