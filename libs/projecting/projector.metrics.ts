import type { ProjectorView } from './projector.view.js';

/** Lag of the read models in the text format of Prometheus. */
export async function projectorMetrics(projector: ProjectorView): Promise<string> {
  const { behind, oldestUnread, heartbeat, restarts, projections } = await projector.status();
  const ageSeconds = (instant: string | null) => (instant === null ? 0 : Math.max(0, (Date.now() - Date.parse(instant)) / 1_000));
  return [
    '# HELP tokenok_projector_behind_events Events that the slowest projection has not folded yet.',
    '# TYPE tokenok_projector_behind_events gauge',
    `tokenok_projector_behind_events ${behind}`,
    '# HELP tokenok_projector_unread_age_seconds Age of the oldest event that is not folded yet.',
    '# TYPE tokenok_projector_unread_age_seconds gauge',
    `tokenok_projector_unread_age_seconds ${ageSeconds(oldestUnread)}`,
    '# HELP tokenok_projector_heartbeat_age_seconds Time since the projector last said where it is.',
    '# TYPE tokenok_projector_heartbeat_age_seconds gauge',
    `tokenok_projector_heartbeat_age_seconds ${ageSeconds(heartbeat)}`,
    '# HELP tokenok_projector_restarts_total Times that the projector was started again, or another one took over.',
    '# TYPE tokenok_projector_restarts_total counter',
    `tokenok_projector_restarts_total ${restarts}`,
    '# HELP tokenok_projection_stopped 1 where a projection stands still in front of an event that it cannot fold.',
    '# TYPE tokenok_projection_stopped gauge',
    ...projections.map(({ name, state }) => `tokenok_projection_stopped{projection="${name}"} ${state === 'stopped' ? 1 : 0}`),
    '',
  ].join('\n');
}
