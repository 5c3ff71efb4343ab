export { NO_ROLE, PeopleDesk, type PeopleAnswer, type PeopleRequest } from './people-desk.js';
