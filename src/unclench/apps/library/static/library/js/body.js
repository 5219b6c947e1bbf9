// A body as the device remembers it: one mode for each of the sixteen parts, so that it fits every session.
// Which mode that makes for a session's own groups is worked out by the server.

import { recall, remember } from "./memory.js";

/**
 * @typedef {{id: string, covers: string[], usual: string}} Group
 * @typedef {{parts: Record<string, string>, rest: Record<string, string>}} Body parts not named are as a session has them
 */

const REST = ["posture", "dominant"];

/** @returns {Body} */
function remembered() {
  return recall("body", { parts: {}, rest: {} });
}

/**
 * Remember what a fitting says of the body.
 * @param {Group[]} groups of the session that was fitted
 * @param {URLSearchParams} query its choices
 */
export function rememberBody(groups, query) {
  const { parts } = remembered();
  for (const { id, covers, usual } of groups) {
    const mode = query.get(id) ?? usual;
    for (const part of covers) {
      if (mode === usual) delete parts[part];
      else parts[part] = mode;
    }
  }
  const rest = Object.fromEntries(REST.filter((name) => query.has(name)).map((name) => [name, query.get(name)]));
  remember("body", { parts, rest });
}

/** The remembered body as fields of an address. @returns {URLSearchParams} */
export function bodyQuery() {
  const { parts, rest } = remembered();
  const query = new URLSearchParams(rest);
  const named = Object.entries(parts).map(([part, mode]) => `${part}:${mode}`);
  if (named.length) query.set("body", named.join(","));
  return query;
}

/** The choices that are not about the body. @param {URLSearchParams} query @param {Group[]} groups */
export function withoutBody(query, groups) {
  const rest = new URLSearchParams(query);
  for (const name of [...REST, ...groups.map(({ id }) => id)]) rest.delete(name);
  return rest;
}
