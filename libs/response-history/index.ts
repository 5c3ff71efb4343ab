export { HistoryUnavailableError, type FoundResponse, type HistoryStore, type SealedResponse } from './history.port.js';
