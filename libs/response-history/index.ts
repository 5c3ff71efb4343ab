export {
  HistoryUnavailableError,
  type FoundResponse,
  type ResponseHistory,
  type ResponseHistory as ResponseStore,
  type SealedResponse,
} from './history.port.js';
