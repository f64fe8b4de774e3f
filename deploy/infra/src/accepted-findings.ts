import { Validations, type Stack } from 'aws-cdk-lib';

const nag = (finding: string): string => `AwsSolutions::AwsSolutions-${finding}`;
const managed = (policy: string): string =>
  nag(`IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/${policy}]`);

/**
 * What cdk-nag, or CloudFormation's own rules, find and is meant to be so, by the finding's whole name, with its reason. Any
 * other stops the synthesis.
 */
export const ACCEPTED: Readonly<Record<string, readonly string[]>> = {
  "EKS Auto Mode works with AWS's own policies for the cluster and its nodes, as its documentation asks.": [
    managed('AmazonEKSClusterPolicy'),
    managed('AmazonEKSComputePolicy'),
    managed('AmazonEKSBlockStoragePolicy'),
    managed('AmazonEKSLoadBalancingPolicy'),
    managed('AmazonEKSNetworkingPolicy'),
    managed('AmazonEKSWorkerNodePolicy'),
    managed('AmazonEC2ContainerRegistryReadOnly'),
  ],
  "Backups get names of their day, so the servers' role names their folder of the bucket.": [
    nag('IAM5[Resource::<Backups9A29A52D.Arn>/emotide/*]'),
  ],
  'Encrypting with one key takes families of actions (with and without plaintext); the key is named.': [
    nag('IAM5[Action::kms:GenerateDataKey*]'),
    nag('IAM5[Action::kms:ReEncrypt*]'),
  ],
  'External Secrets reads whatever lies below emotide/, and a secret gets a random end to its name.': [
    nag('IAM5[Resource::arn:aws:secretsmanager:eu-central-1:111122223333:secret:emotide/*]'),
  ],
  'That secrets are what the key encrypts is said by the construct itself (eks.Cluster), and EKS takes no other value.':
    ['CloudFormation-Validate::W9009'],
};

export function acceptFindings(stack: Stack): void {
  for (const [reason, findings] of Object.entries(ACCEPTED))
    for (const finding of findings) Validations.of(stack).acknowledge({ id: finding, reason });
}
