with considered as (
    select * from {{ ref('int_stages_considered') }}
),

compared as (
    select
        *,
        lag(is_proposed) over (
            partition by rule_id, measure_id order by quarter_end_date
        ) as was_proposed,
        lag(decisions_before) over (
            partition by rule_id, measure_id order by quarter_end_date
        ) as decisions_before_that
    from considered
),

-- A proposal stands until it is decided; only after that, or when the reason had gone
-- and is back, is there another.
opened as (
    select * from compared
    where
        is_proposed
        and (
            not coalesce(was_proposed, false)
            or decisions_before != decisions_before_that
        )
),

reason_gone as (
    select
        opened.rule_id,
        opened.measure_id,
        opened.quarter_id,
        later.published_on_date as ended_on_date,
        'the reason had gone: '
        || coalesce(nullif(later.rag_status, 'none'), 'no exception')
        || ' in ' || later.quarter || coalesce(' (' || later.dated_figure || ')', '')
            as end_cause,
        row_number() over (
            partition by opened.rule_id, opened.measure_id, opened.quarter_id
            order by later.published_on_date, later.quarter_end_date
        ) as place
    from opened
    inner join considered as later
        on
            opened.rule_id = later.rule_id
            and opened.measure_id = later.measure_id
            and opened.quarter_end_date < later.quarter_end_date
            and not later.is_status_met
            and not later.is_exception_met
),

final as (
    select
        opened.scorecard_id,
        opened.measure_id,
        cast(null as {{ dbt.type_string() }}) as objective_id,
        opened.rule_id,
        opened.version,
        opened.step_id,
        opened.proposed_stage as stage,
        opened.support,
        opened.post_role,
        cast(null as {{ dbt.type_string() }}) as decision_reference,
        opened.quarter_id as period_id,
        opened.quarter_end_date as period_end_date,
        opened.published_on_date as triggered_on_date,
        cast(null as date) as stated_due_on_date,
        cast(null as date) as stated_done_on_date,
        reason_gone.ended_on_date,
        case when reason_gone.ended_on_date is not null then 'closed' end as ended_as,
        case
            when opened.stage_quarters is not null
                then
                    'still ' || opened.rag_status || ' in ' || opened.quarter
                    || ', after '
                    || {{ counted('opened.quarters_in_stage', 'more quarter') }}
                    || ' in ' || opened.stage
            when opened.is_status_met
                then
                    opened.rag_status || ' in '
                    || cast(opened.quarters_running as varchar)
                    || ' quarters running up to ' || opened.quarter
            else
                'an exception in ' || cast(opened.exceptions_running as varchar)
                || ' quarters running up to ' || opened.quarter
                || coalesce(', in the last one ' || opened.criteria, '')
        end || coalesce(' (' || case
            when opened.is_status_met then opened.dated_figure
            else opened.exception_figure
        end || ')', '') as cause,
        reason_gone.end_cause
    from opened
    left join reason_gone
        on
            opened.rule_id = reason_gone.rule_id
            and opened.measure_id = reason_gone.measure_id
            and opened.quarter_id = reason_gone.quarter_id
            and reason_gone.place = 1
)

select * from final
