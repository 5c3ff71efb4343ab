import { ProjectorThread, type ProjectorThreadOptions } from '#projecting';

/** Starts the projector as a thread of this process. Under the tests' transformer it is the built file that runs, too. */
export function startProjector(options: Omit<ProjectorThreadOptions, 'worker'>): Promise<ProjectorThread> {
  return ProjectorThread.start({ ...options, worker: workerUrl() });
}

function workerUrl(): URL {
  return import.meta.url.endsWith('.ts')
    ? new URL('../../../dist/libs/projector/sqlite/projector.worker.js', import.meta.url)
    : new URL('./projector.worker.js', import.meta.url);
}
