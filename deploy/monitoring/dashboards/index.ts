import { buildDashboard } from './build-dashboard';
import { OVERVIEW, PARTS } from './panels';

export const DASHBOARD_SPECS = [OVERVIEW, PARTS] as const;

export const DASHBOARDS = DASHBOARD_SPECS.map((spec) => ({
  uid: spec.uid,
  build: (): unknown => buildDashboard(spec),
}));
