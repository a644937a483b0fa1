with statuses as (
    select * from {{ ref('int_single_statuses') }}
    where
        alternative_id is null
        and (rag_status != 'none' or value is not null)
),

judgements as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        milestone_state,
        days_left,
        lower_bound,
        upper_bound,
        is_lower_inclusive,
        is_upper_inclusive
    from {{ ref('int_judgements') }}
    where
        alternative_id is null
        and milestone_state is not null
),

clauses as (
    select * from {{ ref('int_status_clauses') }}
),

worded as (
    select
        judgements.*,
        statuses.rag_status,
        coalesce(clauses.deliverable, clauses.name) as deliverable,
        clauses.in_period,
        clauses.deadline,
        {{ counted('abs(judgements.days_left)', 'day') }} as days_in_words,
        {{ range_in_words(format_short('lower_bound'), format_short('upper_bound')) }}
            as rule_range
    from judgements
    inner join statuses using (measure_id, organisation_unit_id, period_id)
    inner join clauses using (measure_id, organisation_unit_id, period_id)
),

stated as (
    select
        *,
        case
            when milestone_state = 'held' then 'still in place ' || in_period
            when milestone_state = 'delivered' and deadline is null
                then 'delivered ' || in_period
            when milestone_state = 'delivered' and days_left < 0
                then
                    'delivered ' || in_period || ', ' || days_in_words
                    || ' after its deadline of ' || deadline
            when milestone_state = 'delivered'
                then 'delivered ' || in_period || ', by its deadline of ' || deadline
            when deadline is null then 'not delivered ' || in_period
            when days_left < 0
                then
                    'not in place ' || in_period || ', ' || days_in_words
                    || ' after its deadline of ' || deadline
            else
                case milestone_state
                    when 'off_plan' then 'reported off plan ' || in_period
                    when 'unreported' then 'nothing was reported ' || in_period
                    else 'not delivered ' || in_period
                end
                || case
                    when days_left = 0 then ', the day of its deadline, '
                    else ', with ' || days_in_words || ' left to its deadline of '
                end || deadline
        end as state,
        case
            when milestone_state = 'held' then 'what stays in place'
            when milestone_state = 'delivered' and days_left < 0
                then 'delivered late'
            when milestone_state = 'delivered' then 'delivered in time'
            when days_left < 0 then 'not delivered in time'
            when milestone_state = 'off_plan' then 'off plan'
            else rule_range || ' days left'
        end || ' is ' || nullif(rag_status, 'none') as ground
    from worded
),

final as (
    select
        measure_id,
        organisation_unit_id,
        period_id,
        state,
        ground,
        deliverable || ': ' || state as statement,
        deliverable || ': ' || state || '; ' || ground || '.' as sentence
    from stated
)

select * from final
