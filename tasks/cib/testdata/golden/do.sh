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
crm_diff --no-version --original "$dir/live.xml" --new "$dir/wanted.xml" >"$dir/patch.xml"
[ $? -eq 1 ] || { echo 'crm_diff finds no difference, or failed' >&2; exit 1; }
cibadmin --patch --xml-file "$dir/patch.xml" || exit
crm_resource --wait --timeout=120s || {
rc=$?
echo 'the configuration was changed, but the cluster has not carried it out within 120 s' >&2
exit $rc
}
)
