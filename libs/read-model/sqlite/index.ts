export { RowKeeper } from '../row-keeper.js';
export { setAsideDamagedReadModels } from './sqlite.open.js';
export { openSqliteReadModels, openSqliteRowReader } from './sqlite.read-models.js';
