import { measureLoad } from './measure-load';
const [mix = 'dense', rate = 'max', seconds = '8', lines = '3000000'] = process.argv.slice(2);
const chat = ['--channels', '1000', '--rate', rate, '--mix', mix];
const f = await measureLoad(
  rate === 'max'
    ? { chat: [...chat, '--lines', lines], measure: 'to-the-end', isTimed: false }
    : { chat, measure: { seconds: Number(seconds) }, isTimed: true },
);
console.log(JSON.stringify(f));
