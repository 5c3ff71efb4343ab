export { HistoryUnavailableError, type FoundResponse, type ResponseHistory, type SealedResponse } from './history.port.js';
