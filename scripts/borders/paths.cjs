/** Proofs, and what only proofs need: they may enter any room, and go through a whole. */
const PROOFS = ['[.](spec|contract|fixture|program)[.]ts$', '/testing/', '^test/'];
const ADAPTERS = '(sqlite|memory|eventstoredb|mongodb|aside|smtp)/';

/** Where HTTP is met: what throws refusals of HTTP and sees Fastify's requests and replies. `*.input.ts` reads for several controllers. */
const EDGES = ['^apps/gateway/(http|auth|console|inference/edge)/', '[.](controller|input)[.]ts$'];

module.exports = { PROOFS, ADAPTERS, EDGES };
