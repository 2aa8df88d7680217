// The data of the course, as `course_utils/simulate.py` has them.

/** Eleven readings of a thermometer that shows no units. */
export const thermometer = {
  t_u: [35.7, 55.9, 58.2, 81.9, 56.3, 48.9, 33.9, 21.8, 48.4, 60.4, 68.4],
  t_c: [0.5, 14, 15, 28, 11, 8, 3, -4, 6, 13, 21],
};
