/** Folders are judged by product code alone: a spec that goes through a whole comes back to where it stands. */
const options = require('./options.cjs');
const { PROOFS } = require('./paths.cjs');

module.exports = {
  forbidden: [{ name: 'no-cycle-between-folders', severity: 'error', scope: 'folder', from: {}, to: { circular: true } }],
  options: { ...options, exclude: { path: [options.exclude.path, ...PROOFS] } },
};
