// A body as the device remembers it: one mode for each of the sixteen parts, so that it fits every session.

/** From the most effort to the least. */
const EFFORT = ["tense", "gentle", "release-only", "imagine", "skip"];

/**
 * @typedef {{id: string, covers: string[], modes: string[], usual: string}} Group
 * @typedef {Record<string, string>} Body part -> mode; a part not named is as the session has it
 */

/**
 * The mode of each group of a session for a remembered body: of the parts a group covers, the one with the least
 * effort decides; where the session does not know that mode, the next with less effort.
 * @param {Group[]} groups @param {Body} body
 * @returns {Record<string, string>} only what differs from the session's own
 */
export function modesFor(groups, body) {
  const chosen = {};
  for (const { id, covers, modes, usual } of groups) {
    const least = Math.max(...covers.map((part) => EFFORT.indexOf(body[part] ?? usual)));
    const mode = EFFORT.slice(least).find((name) => modes.includes(name)) ?? usual;
    if (mode !== usual) chosen[id] = mode;
  }
  return chosen;
}

/**
 * A remembered body after a fitting.
 * @param {Body} body @param {Group[]} groups @param {Record<string, string>} modes of the groups
 * @returns {Body}
 */
export function bodyWith(body, groups, modes) {
  const fresh = { ...body };
  for (const { id, covers, usual } of groups) {
    for (const part of covers) {
      if (modes[id] === usual) delete fresh[part];
      else fresh[part] = modes[id];
    }
  }
  return fresh;
}
