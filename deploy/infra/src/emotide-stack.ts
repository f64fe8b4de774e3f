import {
  Duration,
  RemovalPolicy,
  Stack,
  aws_budgets as budgets,
  aws_ecr as ecr,
  aws_eks_v2 as eks,
  aws_iam as iam,
  aws_kms as kms,
  aws_s3 as s3,
  type StackProps,
} from 'aws-cdk-lib';
import { SubnetType } from 'aws-cdk-lib/aws-ec2';
import type { Construct } from 'constructs';
import { grantBackups, grantSecrets } from './data-access';
import { Network } from './network';

export interface EmotideProps extends StackProps {
  /** One for each zone, so that a zone's end is not the end of chat; one is enough for staging. */
  readonly natGateways: number;
  /** Who may reach the cluster's API over the internet, as CIDR blocks; none: only from inside the VPC. */
  readonly adminCidrs: readonly string[];
  /** Dollars a month, of which 80 % and 100 % are told to {@link alarmEmail}. */
  readonly monthlyBudget: number;
  readonly alarmEmail: string;
}

/** Our images, each a repository. */
export const IMAGES = ['collector', 'sink', 'scout', 'api', 'operator'] as const;

/** All of Emotide that is AWS's: network, cluster, images, backups, who may what, and what it may cost. */
export class EmotideStack extends Stack {
  constructor(scope: Construct, id: string, props: EmotideProps) {
    super(scope, id, props);
    const key = this.#createKey();
    const { vpc } = new Network(this, 'Network', { key, natGateways: props.natGateways });
    const { adminCidrs } = props;
    const cluster = new eks.Cluster(this, 'Cluster', {
      clusterName: 'emotide',
      version: eks.KubernetesVersion.V1_35,
      vpc,
      vpcSubnets: [{ subnetType: SubnetType.PRIVATE_WITH_EGRESS }],
      defaultCapacityType: eks.DefaultCapacityType.AUTOMODE,
      compute: { nodePools: ['system', 'general-purpose'] },
      endpointAccess:
        adminCidrs.length === 0
          ? eks.EndpointAccess.PRIVATE
          : eks.EndpointAccess.PUBLIC_AND_PRIVATE.onlyFrom(...adminCidrs),
      secretsEncryptionKey: key,
      clusterLogging: Object.values(eks.ClusterLoggingTypes),
      // Who administers it is granted by name, not by having made it.
      bootstrapClusterCreatorAdminPermissions: false,
      removalPolicy: RemovalPolicy.RETAIN,
    });
    for (const name of IMAGES) this.#createRepository(name, key);
    const access = { stack: this, clusterName: cluster.clusterName, key };
    grantBackups(access, this.#createBackups(key));
    grantSecrets(access);
    this.#createBudget(props);
  }

  #createKey(): kms.Key {
    const key = new kms.Key(this, 'Key', {
      alias: 'emotide',
      description: 'Secrets of the cluster, images, backups, flow logs',
      enableKeyRotation: true,
    });
    key.addToResourcePolicy(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
        actions: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        resources: ['*'],
        conditions: {
          ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${this.region}:${this.account}:*` },
        },
      }),
    );
    return key;
  }

  #createRepository(name: string, key: kms.IKey): void {
    new ecr.Repository(this, `Image${name}`, {
      repositoryName: `emotide/${name}`,
      imageTagMutability: ecr.TagMutability.IMMUTABLE,
      imageScanOnPush: true,
      encryption: ecr.RepositoryEncryption.KMS,
      encryptionKey: key,
      lifecycleRules: [{ description: 'The last fifty releases', maxImageCount: 50 }],
    });
  }

  #createBackups(key: kms.IKey): s3.Bucket {
    const common: s3.BucketProps = {
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      minimumTLSVersion: 1.2,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
      removalPolicy: RemovalPolicy.RETAIN,
    };
    const accessLog = new s3.Bucket(this, 'BackupsAccessLog', {
      ...common,
      encryption: s3.BucketEncryption.S3_MANAGED,
      objectOwnership: s3.ObjectOwnership.BUCKET_OWNER_PREFERRED,
      lifecycleRules: [{ expiration: Duration.days(90) }],
    });
    return new s3.Bucket(this, 'Backups', {
      ...common,
      versioned: true,
      encryption: s3.BucketEncryption.KMS,
      encryptionKey: key,
      bucketKeyEnabled: true,
      serverAccessLogsBucket: accessLog,
      lifecycleRules: [
        {
          // A day's copy builds on its Sunday's: both are there for five weeks.
          expiration: Duration.days(35),
          noncurrentVersionExpiration: Duration.days(7),
          abortIncompleteMultipartUploadAfter: Duration.days(2),
        },
      ],
    });
  }

  #createBudget({ monthlyBudget, alarmEmail }: EmotideProps): void {
    const tell = (threshold: number, notificationType: 'ACTUAL' | 'FORECASTED') => ({
      notification: {
        comparisonOperator: 'GREATER_THAN',
        notificationType,
        threshold,
        thresholdType: 'PERCENTAGE',
      },
      subscribers: [{ subscriptionType: 'EMAIL', address: alarmEmail }],
    });
    new budgets.CfnBudget(this, 'Budget', {
      budget: {
        budgetName: 'emotide',
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        budgetLimit: { amount: monthlyBudget, unit: 'USD' },
      },
      notificationsWithSubscribers: [tell(80, 'ACTUAL'), tell(100, 'ACTUAL'), tell(100, 'FORECASTED')],
    });
  }
}
