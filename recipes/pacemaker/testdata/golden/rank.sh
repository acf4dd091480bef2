command -v crm_mon >/dev/null || { echo free; exit 0; }
tool() {
	said=$(timeout 20 "$@")
	case $? in
	0) ;;
	102) echo free; exit 0 ;;
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
case $quorate$online in
yes*" $name "*) if [ "$resources" -eq 0 ]; then echo 0; else echo 1; fi ;;
*) if [ "$resources" -eq 0 ]; then echo free; else echo 1; fi ;;
esac
