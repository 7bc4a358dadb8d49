// Who is signed in, and the ways to sign in.
import * as api from './api.js';
import { button, el } from './dom.js';

export const sessionBar = user => [el('span', { class: 'user' }, user.name), button('Sign out', async () => {
  await api.signOut();
  location.assign('/');
}, { class: 'quiet' })];

export function signInPage({ developmentUsers, discord }) {
  const enter = async name => {
    await api.signIn(name);
    location.reload();
  };
  return el('div', { class: 'page welcome' },
    el('h1', { tabindex: '-1' }, 'Sign in'),
    discord && el('p', {}, el('a', { class: 'button main', href: '/sign-in/discord' }, 'Sign in with Discord')),
    developmentUsers.length > 0 && el('div', { class: 'card' },
      el('h2', {}, 'For development'),
      el('p', { class: 'hint' }, 'Sign in without a password, as one of these users. The administrator may change everything, the moderator one section.'),
      el('p', { class: 'actions' }, ...developmentUsers.map(name => button(`Sign in as ${name}`, () => enter(name), { class: 'main' })))),
    !discord && developmentUsers.length === 0 && el('p', {}, 'No sign-in is configured on this server.'));
}
