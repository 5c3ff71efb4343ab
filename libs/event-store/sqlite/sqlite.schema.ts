/**
 * The file format (ADR 0002). Any SQLite from 3.40 on reads it: rowid tables, no functions of our own.
 * An append is one row; `payload` is a JSON array with each event on a line of its own, so that a verifier can cut the lines
 * even when a byte is damaged. `events` is for auditors.
 */
export const SCHEMA = `
CREATE TABLE streams (
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE appends (
  position INTEGER PRIMARY KEY,                       -- of the first event
  stream INTEGER NOT NULL REFERENCES streams (id),
  revision INTEGER NOT NULL,                          -- of the first event
  count INTEGER NOT NULL,
  payload TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX appends_by_stream ON appends (stream, revision);
CREATE VIEW events (position, stream, revision, id, type, time, data, metadata) AS
SELECT appends.position + event.key,
       streams.name,
       appends.revision + event.key,
       event.value ->> '$.id',
       event.value ->> '$.type',
       event.value ->> '$.metadata.recorded',
       event.value -> '$.data',
       event.value -> '$.metadata'
  FROM appends
  JOIN streams ON streams.id = appends.stream, json_each(appends.payload) AS event;
CREATE TRIGGER appends_no_update BEFORE UPDATE ON appends BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER appends_no_delete BEFORE DELETE ON appends BEGIN SELECT RAISE(ABORT, 'events are append-only'); END;
CREATE TRIGGER streams_no_update BEFORE UPDATE ON streams BEGIN SELECT RAISE(ABORT, 'streams are append-only'); END;
CREATE TRIGGER streams_no_delete BEFORE DELETE ON streams BEGIN SELECT RAISE(ABORT, 'streams are append-only'); END;
`;

/** 'TKev' in the file's header: says whose file it is. */
export const APPLICATION_ID = 0x544b6576;

/** Kept in `user_version`; a file of a later format is refused. */
export const FORMAT_VERSION = 1;
