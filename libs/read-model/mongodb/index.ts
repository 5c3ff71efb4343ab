export { unavailable } from './mongodb.fault.js';
export { FENCES } from './mongodb.fences.js';
export { openMongoReadModels, openMongoRowKeeper, openMongoRowReader } from './mongodb.open.js';
export { MongoReadModels } from './mongodb.read-models.js';
