import { aws_ec2 as ec2, aws_logs as logs, RemovalPolicy, Tags } from 'aws-cdk-lib';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';

/** Also in k8s/base/network-policies.yaml: the load balancer sends from it. */
export const VPC_CIDR = '10.40.0.0/16';

/** Three zones; nodes and data have no address of their own on the internet. */
export class Network extends Construct {
  readonly vpc: ec2.Vpc;

  constructor(scope: Construct, id: string, { key, natGateways }: { key: IKey; natGateways: number }) {
    super(scope, id);
    const flowLogs = new logs.LogGroup(this, 'FlowLogs', {
      retention: logs.RetentionDays.ONE_MONTH,
      encryptionKey: key,
      removalPolicy: RemovalPolicy.DESTROY,
    });
    this.vpc = new ec2.Vpc(this, 'Vpc', {
      ipAddresses: ec2.IpAddresses.cidr(VPC_CIDR),
      maxAzs: 3,
      natGateways,
      subnetConfiguration: [
        { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24, mapPublicIpOnLaunch: false },
        { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask: 19 },
      ],
      restrictDefaultSecurityGroup: false,
      flowLogs: { all: { destination: ec2.FlowLogDestination.toCloudWatchLogs(flowLogs) } },
      // Images and backups go past the NAT gateways, and cost nothing on their way.
      gatewayEndpoints: { s3: { service: ec2.GatewayVpcEndpointAwsService.S3 } },
    });
    // By these the load balancer finds its subnets.
    for (const subnet of this.vpc.publicSubnets) tag(subnet, 'kubernetes.io/role/elb');
    for (const subnet of this.vpc.privateSubnets) tag(subnet, 'kubernetes.io/role/internal-elb');
  }
}

function tag(subnet: ec2.ISubnet, name: string): void {
  Tags.of(subnet).add(name, '1');
}
