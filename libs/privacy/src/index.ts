export { optBackIn, optOut, optOutsOf, type PersonChange } from './change-opt-out';
export { forget, type ForgetProgress, type ForgetReport, type ForgetRequest, type Remainder } from './forget';
export { listOptOuts, reconcileOptOuts, type OptOutCopies } from './opt-out-copies';
export { parsePerson, type Person } from './parse-person';
