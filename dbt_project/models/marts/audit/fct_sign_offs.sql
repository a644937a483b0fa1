with steps as (
    select * from {{ ref('int_return_sign_offs_judged') }}
    where rejection_rule_id is null
),

measures as (
    select
        measure_id,
        scorecard_id
    from {{ ref('stg_reference__measures') }}
),

masks as (
    select * from {{ ref('int_text_masks') }}
),

final as (
    select
        steps.measure_id,
        measures.scorecard_id as organisation_unit_id,
        steps.period_id,
        cast(steps.step_number as integer) as step_number,
        steps.state as sign_off_state,
        steps.post_id,
        {{ masked('steps.reason_text') }} as reason,
        steps.file_name as source_file,
        steps.row_number as source_row,
        steps.period_end_date,
        steps.signed_on_date,
        steps.received_at,
        steps.load_id
    from steps
    inner join measures
        on steps.measure_id = measures.measure_id
    left join masks
        on steps.measure_id = masks.measure_id
)

select * from final
