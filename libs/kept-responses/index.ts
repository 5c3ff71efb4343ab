export { ResponsesUnavailableError, type FoundResponse, type ResponseStore, type SealedResponse } from './responses.port.js';
