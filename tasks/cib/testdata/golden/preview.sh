(
umask 077
dir=$(mktemp -d) || exit
trap 'rm -rf "$dir"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM
cibadmin --query >"$dir/live.xml" || exit
live=$(CIB_file="$dir/live.xml" cibadmin --query --scope configuration) || exit
case $(printf %s "$live" | sha256sum) in
d8dd707326ed7b20067da559fc086da3b86ae9730c3b4ffb56c245c17eb5aeaa*) ;;
*) echo 'the configuration of the cluster has changed since it was looked at' >&2; exit 1 ;;
esac
printf %s '  <configuration>
    <crm_config>
      <cluster_property_set id="cib-bootstrap-options">
        <nvpair name="stonith-enabled" value="no" id="cib-bootstrap-options-stonith-enabled"/>
      </cluster_property_set>
    </crm_config>
  </configuration>
' | { cat >"$dir/configuration.xml"
} || exit
{
sed '/^  <configuration/,$d' "$dir/live.xml" &&
cat "$dir/configuration.xml" &&
sed '1,/^  <\/configuration>/d' "$dir/live.xml"
} >"$dir/wanted.xml" || exit
crm_verify --verbose --xml-file "$dir/wanted.xml" || exit
crm_simulate --simulate --xml-file "$dir/wanted.xml" >"$dir/simulation" || exit
moves=$(sed -n '/^Transition Summary:/,/^$/s/^ *\* *//p' "$dir/simulation") || exit
printf '%s\n' "${moves:-no resource would start, stop, move or restart}"
)
