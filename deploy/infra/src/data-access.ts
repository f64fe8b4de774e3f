import { ArnFormat, aws_eks as eks, aws_iam as iam, type Stack } from 'aws-cdk-lib';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import type { IKey } from 'aws-cdk-lib/aws-kms';

/** Who may take a role by Pod Identity. */
const POD_PRINCIPAL = new iam.SessionTagsPrincipal(new iam.ServicePrincipal('pods.eks.amazonaws.com'));

interface Access {
  readonly stack: Stack;
  readonly clusterName: string;
  readonly key: IKey;
}

/** Gives a service account of the cluster a role of its own. */
function grantPod(
  { stack, clusterName }: Access,
  { id, namespace, serviceAccount }: { id: string; namespace: string; serviceAccount: string },
): iam.Role {
  const role = new iam.Role(stack, `${id}Role`, { assumedBy: POD_PRINCIPAL });
  new eks.CfnPodIdentityAssociation(stack, `${id}Identity`, {
    clusterName,
    namespace,
    serviceAccount,
    roleArn: role.roleArn,
  });
  return role;
}

/** ClickHouse's servers write backups into one bucket and read them; they cannot delete one (the bucket's rules do). */
export function grantBackups(access: Access, bucket: IBucket): void {
  const role = grantPod(access, {
    id: 'ClickHouse',
    namespace: 'emotide-data',
    serviceAccount: 'clickhouse',
  });
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['s3:ListBucket', 's3:GetBucketLocation'],
      resources: [bucket.bucketArn],
    }),
  );
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['s3:GetObject', 's3:PutObject', 's3:AbortMultipartUpload', 's3:ListMultipartUploadParts'],
      resources: [bucket.arnForObjects('emotide/*')],
    }),
  );
  access.key.grantEncryptDecrypt(role);
}

/** External Secrets reads what is under emotide/, nothing else. */
export function grantSecrets(access: Access): void {
  const role = grantPod(access, {
    id: 'ExternalSecrets',
    namespace: 'external-secrets',
    serviceAccount: 'external-secrets',
  });
  role.addToPolicy(
    new iam.PolicyStatement({
      actions: ['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'],
      resources: [
        access.stack.formatArn({
          service: 'secretsmanager',
          resource: 'secret',
          resourceName: 'emotide/*',
          arnFormat: ArnFormat.COLON_RESOURCE_NAME,
        }),
      ],
    }),
  );
}
