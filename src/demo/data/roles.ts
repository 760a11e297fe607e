/**
 * Role ids that CrowdStrike's public clients, samples and documents mention. Display names are theirs where one is
 * public; the other names and all descriptions are written for the demo.
 */
import type { Customer, RoleEntry } from '../store/model.ts';
import type { Random } from './random.ts';

const described: Readonly<Record<string, readonly [displayName: string, description: string]>> = {
  falcon_console_guest: ['Falcon Console Guest', 'Can sign in to the console and see nothing else.'],
  falconhost_admin: ['Falcon Administrator', 'Has every permission in the CID, user management included.'],
  falconhost_analyst: ['Falcon Analyst', 'Investigates and triages detections.'],
  falconhost_read_only: ['Falcon Analyst - Read Only', 'Sees detections and hosts without being able to change them.'],
  falconhost_investigator: ['Falcon Investigator', 'Searches events and follows leads through the investigate pages.'],
  security_lead: ['Falcon Security Lead', 'Leads an analyst team: triage, exclusions and response policies.'],
  event_viewer: ['Event Viewer', 'Reads raw events.'],
  help_desk: ['Help Desk Analyst', 'Looks up hosts and their sensor state for support calls.'],
  desktop_support: ['Desktop Support Analyst', 'Helps users of endpoints with sensor and policy questions.'],
  dashboard_admin: ['Dashboard Admin', 'Creates, shares and deletes dashboards.'],
  endpoint_manager: ['Endpoint Manager', 'Manages hosts, host groups and sensor updates.'],
  device_control_manager: ['Device Control Manager', 'Sets the policies for USB devices.'],
  prevention_policy_manager: ['Prevention Policy Manager', 'Edits and assigns prevention policies.'],
  prevention_hashes_manager: ['Prevention Hashes Manager', 'Maintains lists of blocked and allowed hashes.'],
  quarantine_manager: ['Quarantine Manager', 'Releases, deletes and downloads quarantined files.'],
  remediation_manager: ['Remediation Manager', 'Reviews and undoes automated remediation.'],
  vulnerability_manager: ['Vulnerability Manager', 'Follows vulnerabilities and plans their repair.'],
  custom_ioas_manager: ['Custom IOAs Manager', 'Writes and enables custom indicators of attack.'],
  firewall_manager: ['Firewall Manager', 'Maintains firewall policies and rule groups.'],
  fim_manager: ['File Integrity Manager', 'Maintains file integrity policies and their rules.'],
  remote_responder_one: ['Real Time Responder - Read Only Analyst', 'Runs commands on hosts that read only.'],
  remote_responder: ['Real Time Responder - Active Responder', 'Runs commands on hosts that contain and repair.'],
  remote_responder_three: ['Real Time Responder - Administrator', 'Runs any command and script on hosts.'],
  response_workflow_author: ['Workflow Author', 'Builds and enables workflows.'],
  scheduled_report_admin: ['Scheduled Report Admin', 'Manages the scheduled reports of everyone.'],
  scheduled_report_analyst: ['Scheduled Report Analyst', 'Schedules reports of their own.'],
  discover_analyst: ['Discover Analyst', 'Explores assets, accounts and applications.'],
  horizon_admin: ['Cloud Security Posture Admin', 'Connects cloud accounts and sets posture policies.'],
  horizon_analyst: ['Cloud Security Posture Analyst', 'Works through posture findings.'],
  horizon_read_only_analyst: ['Cloud Security Posture Analyst - Read Only', 'Sees posture findings.'],
  image_admin: ['Image Admin', 'Manages the assessment of container images.'],
  image_viewer: ['Image Viewer', 'Sees assessments of container images.'],
  kubernetes_protection_admin: ['Kubernetes Protection Admin', 'Connects clusters and sets their policies.'],
  kubernetes_protection_analyst: ['Kubernetes Protection Analyst', 'Works through cluster findings.'],
  kubernetes_protection_read_only_analyst: ['Kubernetes Protection Analyst - Read Only', 'Sees cluster findings.'],
  mobile_admin: ['Mobile Admin', 'Enrols mobile devices and sets their policies.'],
  identity_protection_admin: ['Identity Protection Admin', 'Configures identity protection and its enforcement.'],
  idp_domain_admin_manager: ['Identity Protection Domain Manager', 'Maintains the protected domains.'],
  intel_admin: ['Intelligence Admin', 'Manages intelligence subscriptions and their readers.'],
  intel_all_analyst: ['Intelligence Analyst - All', 'Reads all intelligence reports.'],
  intel_basic_analyst: ['Intelligence Analyst - Basic', 'Reads basic intelligence reports.'],
  intel_ecrime_analyst: ['Intelligence Analyst - eCrime', 'Reads reports on criminal groups.'],
  intel_targeted_analyst: ['Intelligence Analyst - Targeted', 'Reads reports on targeted intrusions.'],
  intel_malware_submitter: ['Intelligence Malware Submitter', 'Sends malware to the intelligence team.'],
  overwatch_malware_submitter: ['Hunting Malware Submitter', 'Sends malware to the hunting team.'],
  samplestore_sample_submitter: ['Sample Submitter', 'Uploads samples for analysis.'],
  binarly_admin: ['Binary Search Admin', 'Manages rules of the binary search.'],
  binarly_user: ['Binary Search User', 'Searches binaries.'],
  xdr_admin: ['NG-SIEM Administrator', 'Manages data sources, parsers and rules of the event platform.'],
  billing_dashboard_admin: ['Billing Dashboard Admin', 'Sees usage and billing.'],
};

const customRoles: readonly (readonly [displayName: string, description: string])[] = [
  ['Tier 1 Triage', 'First look at detections, with the right to assign them.'],
  ['Auditor (no exports)', 'Sees settings and audit logs; cannot download.'],
  ['Contained Host Release', 'Lifts network containment after approval.'],
  ['Rufbereitschaft – Nacht', 'On-call duty at night: respond on hosts, change no policies.'],
];

export const defaultRoles = (): RoleEntry[] =>
  Object.entries(described).map(([id, [displayName, description]]) => ({ id, displayName, description }));

/** A few roles that single CIDs made for themselves. Their ids are hexadecimal without dashes, as seen in public. */
export function makeCustomRoles(customers: readonly Customer[], random: Random): RoleEntry[] {
  return customRoles.map(([displayName, description], position) => {
    const owner = customers[position % customers.length];
    if (owner === undefined) throw new RangeError('A tenant has one CID at least.');
    return { id: random.hex(32), displayName, description, owner };
  });
}
