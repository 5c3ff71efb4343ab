export { requestLogCsv } from './request-log.csv.js';
export { statementCsv } from './statement.csv.js';
