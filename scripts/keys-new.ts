/** `npm run keys:new -- DIR`: makes the keys of a new installation, readable by the present account only. */
import { makeKeys } from '../services/config/keys.ts';
import { readCommandLine } from './command-line.ts';

const [dir = ''] = readCommandLine({ usage: 'npm run keys:new -- DIR', names: [1, 1] }).positionals;
makeKeys(dir);
console.log(`${dir}: ring.json signing.pem secrets.json`);
