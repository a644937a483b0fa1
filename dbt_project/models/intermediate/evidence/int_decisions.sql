with decisions as (
    select * from {{ ref('int_return_decisions_judged') }}
    where is_counted
),

codes as (
    select
        code,
        meanings
    from {{ ref('stg_reference__source_codes') }}
    where
        source = 'returns'
        and table_name = 'decisions'
        and column_name = 'decision'
),

-- What happens after the day that is looked at has not happened.
final as (
    select
        decisions.scorecard_id,
        decisions.decision_reference_text as decision_reference,
        decisions.measure_id,
        decisions.objective_id,
        decisions.forum_id,
        decisions.post_id,
        decisions.decision,
        decisions.decision_name,
        codes.meanings,
        decisions.what_text as description,
        decisions.reason_text as reason,
        decisions.evidence_reference_text as evidence_reference,
        decisions.decided_on_date,
        decisions.report_back_on_date,
        case
            when decisions.reported_back_on_date <= {{ as_of() }}
                then decisions.reported_back_on_date
        end as reported_back_on_date,
        decisions.load_id
    from decisions
    inner join codes
        on decisions.decision = codes.code
    where decisions.decided_on_date <= {{ as_of() }}
)

select * from final
