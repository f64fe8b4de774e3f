import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Match, Template } from 'aws-cdk-lib/assertions';
import { CfnAlarm } from 'aws-cdk-lib/aws-cloudwatch';
import { Bucket } from 'aws-cdk-lib/aws-s3';
import { beforeAll, describe, expect, it } from 'vitest';
import { deployRoot } from '../../src/problem';
import { createApp } from '../src/app';
import { IMAGES } from '../src/emotide-stack';
import { VPC_CIDR } from '../src/network';

const { context } = JSON.parse(readFileSync(join(deployRoot, 'infra/cdk.json'), 'utf8')) as {
  context: Record<string, unknown>;
};
let template: Template;
let missing: unknown;
let outdir: string;

beforeAll(() => {
  const { app, stack } = createApp(context);
  missing = app.synth().manifest.missing;
  outdir = app.outdir;
  template = Template.fromStack(stack);
});

describe('the stack', () => {
  it('is made offline: everything that would be looked up is committed', () => {
    expect(missing ?? []).toEqual([]);
  });

  it('is not made when cdk-nag finds something that nobody explained', () => {
    const { app, stack } = createApp(context);
    new Bucket(stack, 'Open', { enforceSSL: false });
    // What is found is in the message on some terminals, and in the report always.
    expect(() => app.synth()).toThrow(/AwsSolutions-S10|validation-report/);
    expect(readFileSync(join(app.outdir, 'validation-report.json'), 'utf8')).toContain('AwsSolutions-S10');
  });

  it('leaves nothing that cdk-nag or CloudFormation would warn of', () => {
    expect(foundIn(outdir)).toEqual([]);
  });

  it('is told of a value that CloudFormation does not know', () => {
    const { app, stack } = createApp(context);
    new CfnAlarm(stack, 'Misspelt', { comparisonOperator: 'Above', evaluationPeriods: 1 });
    expect(() => app.synth()).toThrow(/validation-report/);
    expect(foundIn(app.outdir)).toContainEqual(expect.stringContaining("'Above' is not one of"));
  });

  it('runs the cluster in Auto Mode, its API from inside only, its secrets encrypted', () => {
    template.hasResourceProperties('AWS::EKS::Cluster', {
      ComputeConfig: Match.objectLike({ Enabled: true }),
      StorageConfig: { BlockStorage: { Enabled: true } },
      ResourcesVpcConfig: Match.objectLike({ EndpointPublicAccess: false, EndpointPrivateAccess: true }),
      EncryptionConfig: [Match.objectLike({ Resources: ['secrets'] })],
    });
  });

  it('keeps backups encrypted, versioned, private, and longer than the days that build on them', () => {
    template.hasResource('AWS::S3::Bucket', {
      DeletionPolicy: 'Retain',
      Properties: Match.objectLike({
        VersioningConfiguration: { Status: 'Enabled' },
        PublicAccessBlockConfiguration: Match.objectLike({ RestrictPublicBuckets: true }),
      }),
    });
  });

  it('lets backups be written and not deleted', () => {
    const policies = JSON.stringify(template.findResources('AWS::IAM::Policy'));
    expect(policies).toContain('s3:PutObject');
    expect(policies).not.toContain('s3:Delete');
  });

  it('gives an identity to those pods that the manifests have', () => {
    const identities = Object.values(template.findResources('AWS::EKS::PodIdentityAssociation')).map(
      ({ Properties }) => `${String(Properties['Namespace'])}/${String(Properties['ServiceAccount'])}`,
    );
    expect(identities.sort()).toEqual(['emotide-data/clickhouse', 'external-secrets/external-secrets']);
    const manifest = readFileSync(join(deployRoot, 'k8s/data/clickhouse.yaml'), 'utf8');
    expect(manifest).toContain('serviceAccountName: clickhouse');
  });

  it('has a repository for each image of ours, whose tags cannot be moved', () => {
    template.resourceCountIs('AWS::ECR::Repository', IMAGES.length);
    template.allResourcesProperties('AWS::ECR::Repository', { ImageTagMutability: 'IMMUTABLE' });
  });

  it('names the network that the policies let in', () => {
    template.hasResourceProperties('AWS::EC2::VPC', { CidrBlock: VPC_CIDR });
    const policies = readFileSync(join(deployRoot, 'k8s/base/network-policies.yaml'), 'utf8');
    expect(policies).toContain(`cidr: ${VPC_CIDR}`);
  });
});

/** Everything that the rules of a synthesis found and nobody explained; warnings, which stop nothing, too. */
function foundIn(outdir: string): string[] {
  const { pluginReports } = JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8')) as {
    pluginReports: { violations: { ruleName: string; description: string }[] }[];
  };
  return pluginReports.flatMap(({ violations }) =>
    violations.map(({ ruleName, description }) => `${ruleName}: ${description}`),
  );
}
