with rule_versions as (
    select * from {{ ref('int_rule_versions') }}
),

final as (
    select
        rule_kind,
        rule_id,
        version,
        author_post_id,
        approver_post_id,
        reason,
        decision_reference,
        '{{ seed_file("rule_versions") }}' as source_file,
        entry_number + 1 as source_row,
        valid_from_date,
        valid_to_date,
        recorded_at
    from rule_versions
)

select * from final
