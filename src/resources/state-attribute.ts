/**
 * An attribute that the engine gives, for types that declare it: the state of the resource itself, as
 * `{status: CREATE_FAILED, reason: …, stack: id}`. Known from the beginning, whether the resource fails or not.
 */
export const STATE = 'isotherm:state';
