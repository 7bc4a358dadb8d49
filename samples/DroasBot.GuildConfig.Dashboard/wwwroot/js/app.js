// The page: who is signed in, and which of the two views is shown.
import * as api from './api.js';
import { ask } from './dialogs.js';
import { el } from './dom.js';
import { GuildPage } from './guild.js';
import { GuildsPage } from './guilds.js';
import { sessionBar, signInPage } from './session.js';

const main = document.getElementById('main');
let page = null;
let shown = null;
let session;

async function open(hash) {
  const [, id] = hash.match(/^#\/guilds\/(\d{1,20})$/) ?? [];
  if (!id) {
    return new GuildsPage();
  }

  const [mine, schema, guild] = await Promise.all([api.myGuild(id), api.schema(), api.guild(id)]);
  return new GuildPage(session.user, schema, mine, guild, showConnection);
}

async function route() {
  if (location.hash === shown) {
    return;
  }

  const target = location.hash;
  if (page?.isDirty) {
    history.pushState(null, '', shown || '#/');
    if (!await ask('Leave without saving?', [el('p', {}, 'What you have changed on this page will be lost.')], 'Leave', 'Stay')) {
      return;
    }

    history.replaceState(null, '', target);
  }

  const isFirst = shown === null;
  page?.stop();
  page = null;
  shown = target;
  showConnection(true);
  main.setAttribute('aria-busy', 'true');
  try {
    const next = await open(target);
    if (shown !== target) {
      return; // The user has navigated away in the meantime.
    }

    page = next;
    main.replaceChildren(page.element);
    document.title = `${page.heading.textContent} – Guild configuration`;
    if (!isFirst) {
      page.heading.focus();
    }

    await page.start();
  } catch (error) {
    main.replaceChildren(el('div', { class: 'page' }, el('h1', { tabindex: '-1' }, 'Something went wrong'), el('p', {}, error.message), el('p', {}, el('a', { href: '#/' }, 'All guilds'))));
  } finally {
    main.removeAttribute('aria-busy');
  }
}

function showConnection(isConnected) {
  const status = document.getElementById('connection');
  const message = isConnected ? '' : 'Connection lost. Trying again…';
  if (status.textContent !== message) {
    status.textContent = message;
  }
}

document.getElementById('skip').addEventListener('click', event => {
  event.preventDefault();
  main.focus();
});
addEventListener('hashchange', route);
addEventListener('beforeunload', event => page?.isDirty && event.preventDefault());
addEventListener('signedout', () => {
  showConnection(true);
  document.getElementById('connection').textContent = 'You are signed out. Reload the page to sign in; unsaved changes stay here until then.';
});

session = await api.me();
if (session.user) {
  document.getElementById('session').append(...sessionBar(session.user));
  await route();
} else {
  main.replaceChildren(signInPage(session));
}
