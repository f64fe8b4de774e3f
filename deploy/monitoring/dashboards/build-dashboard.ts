import {
  DashboardBuilder,
  DatasourceVariableBuilder,
  RowBuilder,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import type { DashboardSpec, PanelSpec } from './panels';

const DATASOURCE = { type: 'prometheus', uid: '${datasource}' };

/** A dashboard as Grafana imports it: four graphs to a row, Prometheus chosen at its top. */
export function buildDashboard({ uid, title, rows }: DashboardSpec): unknown {
  const dashboard = new DashboardBuilder(title)
    .uid(uid)
    .tags(['emotide'])
    .refresh('30s')
    .time({ from: 'now-1h', to: 'now' })
    .timezone('utc')
    .withVariable(new DatasourceVariableBuilder('datasource').label('Prometheus').type('prometheus'));
  for (const row of rows) {
    dashboard.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) dashboard.withPanel(buildPanel(panel));
  }
  return dashboard.build();
}

function buildPanel({ title, unit, queries, description }: PanelSpec): PanelBuilder {
  const panel = new PanelBuilder().title(title).unit(unit).datasource(DATASOURCE).span(6).height(8).min(0);
  if (description !== undefined) panel.description(description);
  queries.forEach(({ expr, legend }, index) =>
    panel.withTarget(
      new DataqueryBuilder()
        .expr(expr)
        .legendFormat(legend)
        .refId(String.fromCharCode(65 + index)),
    ),
  );
  return panel;
}
