export { ResponsesUnavailableError, type FoundResponse, type ResponseStore, type SealedResponse } from './history.port.js';
