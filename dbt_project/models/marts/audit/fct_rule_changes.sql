with changes as (
    select * from {{ ref('int_rule_changes') }}
),

effects as (
    select * from {{ ref('int_rule_change_effects') }}
),

sentences as (
    select * from {{ ref('int_rule_change_sentences') }}
),

-- The register is a file of one line an entry, below a line of headings.
final as (
    select
        changes.rule_kind,
        changes.rule_id,
        changes.version,
        changes.old_version,
        sentences.rule_name,
        changes.change_type,
        changes.author_post_id,
        changes.approver_post_id,
        changes.reason,
        changes.decision_reference,
        changes.old_text,
        changes.new_text,
        changes.difference,
        effects.effect,
        sentences.explanation,
        '{{ seed_file("rule_versions") }}' as source_file,
        cast(effects.judged_count as bigint) as judged_count,
        cast(effects.changed_count as bigint) as changed_count,
        changes.entry_number + 1 as source_row,
        changes.is_never_in_force,
        changes.valid_from_date,
        changes.valid_to_date,
        changes.recorded_at
    from changes
    inner join effects using (rule_kind, rule_id, version)
    inner join sentences using (rule_kind, rule_id, version)
)

select * from final
