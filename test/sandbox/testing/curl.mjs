#!/usr/bin/env node
// As much of curl as the examples of docs/ use (-sS -i -m -X -H -d), for machines that have none: `npm test` needs nothing but Node.
import { request } from 'node:http';

const headers = {};
let method, data, limit, url;
let showsHead = false;
const rest = process.argv.slice(2);
while (rest.length > 0) {
  const option = rest.shift();
  if (option === '-X') method = rest.shift();
  else if (option === '-d') data = rest.shift();
  else if (option === '-m') limit = Number(rest.shift());
  else if (option === '-H') {
    const [name, value] = rest.shift().split(/: (.*)/);
    headers[name] = value;
  } else if (option === '-i') showsHead = true;
  else if (option !== '-sS') url = option;
}
const sent = request(url, { method: method ?? (data === undefined ? 'GET' : 'POST'), headers }, (response) => {
  if (showsHead) {
    console.log(`HTTP/1.1 ${response.statusCode} ${response.statusMessage}`);
    for (const [name, value] of Object.entries(response.headers)) console.log(`${name}: ${value}`);
    console.log();
  }
  response.pipe(process.stdout);
  response.on('end', () => process.exit(0));
});
sent.on('error', (error) => fail(56, error.message));
if (limit !== undefined) setTimeout(() => fail(28, 'Operation timed out'), limit * 1_000);
sent.end(data);

function fail(code, message) {
  console.error(`curl: (${code}) ${message}`);
  process.exit(code);
}
