with rule_versions as (
    select * from {{ ref('stg_reference__rule_versions') }}
),

-- A later version takes over from its own first day on, whatever came before it.
followed as (
    select
        *,
        min(valid_from_date) over (
            partition by rule_kind, rule_id
            order by version
            rows between 1 following and unbounded following
        ) as next_from_date
    from rule_versions
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
        entry_number,
        valid_from_date,
        {{ add_days('next_from_date', -1) }} as valid_to_date,
        recorded_at
    from followed
    where next_from_date is null or next_from_date > valid_from_date
)

select * from final
