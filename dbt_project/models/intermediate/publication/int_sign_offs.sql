with steps as (
    select * from {{ ref('int_return_sign_offs_judged') }}
    where rejection_rule_id is null
),

ranked as (
    select
        *,
        row_number() over (
            partition by measure_id, period_id order by step_number desc
        ) as recency
    from steps
),

-- A figure that changed after its approval is handed in anew by the change itself.
late_changes as (
    select
        measure_id,
        period_id,
        max(received_at) as changed_at
    from {{ ref('int_return_observations_judged') }}
    where rejection_rule_id is null and is_late_change
    group by measure_id, period_id
),

-- Where a figure stands on its way to publication.
final as (
    select
        ranked.measure_id,
        ranked.period_id,
        case
            when late_changes.changed_at > ranked.received_at then 'submitted'
            else ranked.state
        end as sign_off_state,
        ranked.post_id,
        ranked.reason_text as reason,
        ranked.signed_on_date
    from ranked
    left join late_changes
        on
            ranked.measure_id = late_changes.measure_id
            and ranked.period_id = late_changes.period_id
    where ranked.recency = 1
)

select * from final
