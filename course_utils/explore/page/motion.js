// Whether things may move on their own: the reader's system knows.

const wish = globalThis.matchMedia?.("(prefers-reduced-motion: reduce)");

/** Whether what would move should be where it ends at once. */
export const still = () => Boolean(wish?.matches);
