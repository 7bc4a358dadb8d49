// The list of guilds: search and paging.
import * as api from './api.js';
import { button, el, time } from './dom.js';

const Pause = 200;

export class GuildsPage {
  #next = '0';
  #search = '';
  #timer;

  constructor() {
    this.heading = el('h1', { tabindex: '-1' }, 'Guilds');
    this.search = el('input', { type: 'search', id: 'search', autocomplete: 'off', placeholder: 'Name or id', oninput: () => this.#typed() });
    this.list = el('ul', { class: 'guilds' });
    this.status = el('p', { class: 'hint', role: 'status' });
    this.more = button('More guilds', () => this.#loadMore(), { class: 'quiet', hidden: true });
    this.element = el('div', { class: 'page' }, this.heading,
      el('search', { class: 'field' }, el('label', { class: 'label', for: 'search' }, 'Search'), this.search),
      this.list, this.status, this.more);
  }

  start = () => this.#append();

  stop = () => clearTimeout(this.#timer);

  #typed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      this.#search = this.search.value.trim();
      this.#next = '0';
      this.list.replaceChildren();
      await this.#append();
    }, Pause);
  }

  async #loadMore() {
    const items = await this.#append();
    (items[0]?.firstChild ?? this.search).focus();
  }

  async #append() {
    const search = this.#search;
    const page = await api.myGuilds(search, this.#next);
    if (search !== this.#search) {
      return []; // Another search has started in the meantime.
    }

    const details = page.guilds.length > 0 ? (await api.guilds(page.guilds.map(guild => guild.id))).guilds : [];
    if (search !== this.#search) {
      return [];
    }

    const items = page.guilds.map(guild => item(guild, details.find(detail => detail.guildId === guild.id)));
    this.list.append(...items);
    this.#next = page.next;
    this.more.hidden = page.next === null;
    const count = this.list.children.length;
    this.status.textContent = count === 0 ? 'No guilds found.' : count === 1 ? 'One guild' : `${count} guilds${page.next ? ' so far' : ''}`;
    return items;
  }
}

const item = (guild, details) => el('li', {}, el('a', { href: `#/guilds/${guild.id}` },
  el('span', { class: 'name' }, guild.name),
  el('span', { class: 'hint id' }, guild.id),
  el('span', { class: 'hint' }, details?.exists ? el('span', {}, 'Changed ', time(details.updatedAt)) : 'Nothing set yet')));
