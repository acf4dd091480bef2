package pacemaker

import "github.com/hrun-dev/hrun/tasks/sh"

// look is the script that reads the state of the cluster as this node sees it,
// into variables:
//
//	name      this node's name in the cluster
//	quorate   "yes" if there is a coordinator and its partition has quorum
//	online    names of the nodes that are online and have joined, each between blanks
//	able      names of those of them that may run resources
//	resources how many resources run here
//	down      ids of the resources that should run and do not
//
// It runs the script absent, which must end the shell, where there is no
// cluster to look at: 102 is pacemaker's CRM_EX_DISCONNECT. Any other failure
// is "could not look", and ends the shell with status 1. Every tool has a
// bound of its own, because some wait for an answer that may never come.
//
// crm_mon prints one element a line. What an operator has stopped or unmanaged
// is not down; nor are instances of a clone, which has one for each node,
// whether or not that node may run it.
func look(absent sh.Script) sh.Script {
	return `tool() {
	said=$(timeout 20 "$@")
	case $? in
	0) ;;
	102) ` + absent + ` ;;
	*) exit 1 ;;
	esac
}
has() { case $line in *" $1=\"$2\""*) ;; *) return 1 ;; esac; }
value() { rest=${line#*" $1=\""}; printf %s "${rest%%\"*}"; }
tool crm_node --name; name=$said
tool crm_mon -1 --output-as=xml
quorate=no online=' ' able=' ' resources=0 down= clone=no
while read -r line; do
	case $line in
	'<current_dc '*) if has present true && has with_quorum true; then quorate=yes; fi ;;
	'<clone '*) clone=yes ;;
	'</clone>'*) clone=no ;;
	'<node '*' online='*)
		if has online true && has pending false; then
			online="$online$(value name) "
			if has standby false && has standby_onfail false && has maintenance false; then able="$able$(value name) "; fi
		fi
		if has name "$name"; then resources=$(value resources_running); fi
		;;
	'<resource '*)
		case $(value role) in
		Started|Promoted|Unpromoted|Master|Slave) ;;
		*) [ $clone = yes ] || has target_role Stopped || has managed false || has orphaned true || down="$down $(value id)" ;;
		esac
		;;
	esac
done <<STATE
$said
STATE
`
}

// settled is the script that ends the shell with status 1, and says why, while
// this node's controller is joining a cluster or electing a coordinator: the
// status may then still show the old one.
const settled sh.Script = `tool crmadmin --status "$name"
case $said in
*' S_IDLE:'*|*' S_POLICY_ENGINE:'*|*' S_TRANSITION_ENGINE:'*|*' S_NOT_DC:'*) ;;
*) echo "this node is still joining: $said"; exit 1 ;;
esac
`

// member is the script that ends the shell with status 1, and says why, unless
// this node is in a cluster with quorum. It uses look's variables.
const member sh.Script = `[ $quorate = yes ] || { echo 'there is no coordinator with quorum yet'; exit 1; }
case $online in *" $name "*) ;; *) echo "this node ($name) is not online yet"; exit 1 ;; esac
`
