// What a notebook does here beyond JupyterLab and Notebook 7. One idea per file.

import { answers } from './answers';
import { writing } from './writing';

export default [writing, answers];
