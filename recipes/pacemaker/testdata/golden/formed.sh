tool() {
	said=$(timeout 20 "$@")
	case $? in
	0) ;;
	102) echo 'pacemaker does not answer yet'; exit 1 ;;
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
tool crmadmin --status "$name"
case $said in
*' S_IDLE:'*|*' S_POLICY_ENGINE:'*|*' S_TRANSITION_ENGINE:'*|*' S_NOT_DC:'*) ;;
*) echo "this node is still joining: $said"; exit 1 ;;
esac
[ $quorate = yes ] || { echo 'there is no coordinator with quorum yet'; exit 1; }
case $online in *" $name "*) ;; *) echo "this node ($name) is not online yet"; exit 1 ;; esac
for node in a b; do
	case $online in *" $node "*) ;; *) echo "$node is not online yet"; exit 1 ;; esac
done
