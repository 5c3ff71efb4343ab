import { withDatabase } from './tokenok-engines.contender.js';

describe('the database of a bench', () => {
  it.each([
    ['mongodb://127.0.0.1:27017', 'mongodb://127.0.0.1:27017/own'],
    ['mongodb://127.0.0.1:27017/', 'mongodb://127.0.0.1:27017/own'],
    ['mongodb://user:secret@one:1,two:2/theirs?replicaSet=rs', 'mongodb://user:secret@one:1,two:2/own?replicaSet=rs'],
    ['mongodb+srv://cluster.example.com?tls=true', 'mongodb+srv://cluster.example.com/own?tls=true'],
  ])('stands in %s in place of any other', (url, own) => expect(withDatabase(url, 'own')).toBe(own));
});
