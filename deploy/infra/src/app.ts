import { App, Tags, Validations } from 'aws-cdk-lib';
import { AwsSolutionsChecks } from 'cdk-nag';
import { acceptFindings } from './accepted-findings';
import { EmotideStack } from './emotide-stack';

/** Documentation's own account: put yours, and its zones into cdk.json (`cdk context`). */
export const ENVIRONMENT = { account: '111122223333', region: 'eu-central-1' } as const;

/** @param context as cdk.json has it; the CDK's own command passes it by itself */
export function createApp(context?: Record<string, unknown>): { app: App; stack: EmotideStack } {
  const app = new App(context && { context });
  const stack = new EmotideStack(app, 'Emotide', {
    env: ENVIRONMENT,
    natGateways: 3,
    adminCidrs: [],
    monthlyBudget: 2_500,
    alarmEmail: 'oncall@example.com',
  });
  Tags.of(stack).add('project', 'emotide');
  Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
  acceptFindings(stack);
  return { app, stack };
}

if (import.meta.url === `file://${process.argv[1]}`) createApp().app.synth();
