import { Directory, EntityWriter, PersonKeeper } from '#directory';
import { InstallationSecrets } from '#identity';
import { PeopleDesk, type PeopleAnswer, type PeopleRequest } from '#people';
import { DataDirectory, Environment, leaveFile, takeFile } from '#process';
import { MasterKey, PersonalData } from '#vault';
import { Inject, Injectable } from '@nestjs/common';
import type { Logger } from 'pino';
import { Closers } from '../ground/closers.js';
import { LOG } from '../ground/log.js';
import { Startup } from '../ground/startup.js';

const ASKED_EVERY_MS = 500;

/**
 * `tokenok people` beside a gateway that holds the data directory asks by a file there, which only whoever owns the directory can write,
 * and reads the answer from another. Where engines keep everything it writes there itself.
 */
@Injectable()
export class CommandLine {
  readonly #desk: PeopleDesk;
  #isBusy = false;

  constructor(
    writer: EntityWriter,
    directory: Directory,
    people: PersonKeeper,
    secrets: InstallationSecrets,
    personalData: PersonalData,
    master: MasterKey,
    environment: Environment,
    startup: Startup,
    closers: Closers,
    @Inject(LOG) private readonly log: Logger,
  ) {
    this.#desk = new PeopleDesk({ writer, directory, people, secrets, personalData, master });
    if (environment.engines !== undefined) return;
    const files = new DataDirectory(environment.dataDir);
    startup.registerOnceListening('command line', () => {
      const timer = setInterval(() => void this.#look(files), ASKED_EVERY_MS);
      timer.unref();
      closers.register('requests', 'command line', () => clearInterval(timer));
      return Promise.resolve();
    });
  }

  async #look({ peopleRequest, peopleAnswer }: DataDirectory): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      const text = takeFile(peopleRequest);
      if (text === undefined) return;
      const { id, request } = JSON.parse(text) as { readonly id: string; readonly request: PeopleRequest };
      leaveFile(peopleAnswer, JSON.stringify({ id, answer: await this.#answer(request) }));
    } catch (err) {
      this.log.error({ err }, 'What the command line asked for could not be done');
    } finally {
      this.#isBusy = false;
    }
  }

  async #answer(request: PeopleRequest): Promise<PeopleAnswer> {
    try {
      return await this.#desk.perform(request);
    } catch (err) {
      this.log.error({ err }, 'What the command line asked for could not be done');
      return { problem: 'The gateway could not do it: its log says why' };
    }
  }
}
