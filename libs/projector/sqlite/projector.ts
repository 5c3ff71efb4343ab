import { ProjectorThread, type ProjectorThreadOptions } from '#projecting';
import { builtUrl } from './built-url.js';

/** Starts the projector as a thread of this process. */
export function startProjector(options: Omit<ProjectorThreadOptions, 'worker'>): Promise<ProjectorThread> {
  return ProjectorThread.start({ ...options, worker: builtUrl('projector.worker.js') });
}
