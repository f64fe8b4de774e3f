import { render } from 'preact';
import { App } from './app';
import { createAccessKey } from './graphql/access-key';
import { createLiveClient } from './graphql/live-client';

const key = createAccessKey(sessionStorage);
const address = `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/graphql`;
const live = createLiveClient(address, key);

const root = document.getElementById('page')!;
root.replaceChildren();
render(<App accessKey={key} live={live} />, root);
